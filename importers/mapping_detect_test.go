package importers

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// summary is how a table is understood, on one line: its mapping, its preset,
// and its questions.
func summary(t Table) string {
	m := t.Mapping
	var cols, open []string
	for _, c := range m.Columns {
		s := c.Role
		if s == RoleNone {
			s = "_"
		}
		if c.Known && c.Unit != 0 {
			s += "/" + c.Unit.ID()
		}
		cols = append(cols, s)
	}
	for _, q := range t.Open {
		open = append(open, fmt.Sprintf("%s@%d", q.What, q.Column))
	}
	header := "header"
	if !m.Header {
		header = "none"
	}
	out := fmt.Sprintf("%q %q %s %s %s: %s", m.Comma, m.Decimal, m.Encoding, header, m.Dates, strings.Join(cols, " "))
	if t.Preset != "" {
		out += " [" + t.Preset + "]"
	}
	if open != nil {
		out += " ? " + strings.Join(open, " ")
	}
	return out
}

func TestWhatTheBeginningOfATableTells(t *testing.T) {
	cases := []struct{ name, file, content, want string }{
		{"ISO dates and units in parentheses", "", "Date,Weight (kg),Body fat (%)\n2024-05-01 07:00:00,77.2,18.5\n", `"," "." utf-8 header yyyy-mm-dd: datetime weight/kg fat_ratio/%`},
		{"seconds left out, and a T", "", "Date;Weight [lb]\n2024-05-01T07:00;170,4\n", `";" "," utf-8 header yyyy-mm-dd: datetime weight/lb`},
		{"German", "", "Datum;Uhrzeit;Gewicht/kg;Fett in %;Puls;Bemerkung\n13.05.2024;07:10;77,2;18,5;61;\n", `";" "," utf-8 header dd.mm.yyyy: date time weight/kg fat_ratio/% heart_rate/1/min comment`},
		{"French", "", "Date;Heure;Poids (kg);Tension systolique;Tension diastolique;Remarques\n13/05/2024;07:10;77,2;121;79;\n", `";" "," utf-8 header dd/mm/yyyy: date time weight/kg systolic/mmHg diastolic/mmHg comment`},
		{"Spanish", "", "Fecha y hora|Peso kg|Presión sistólica|Presión diastólica|Pulso\n13/05/2024 07:10|77,2|121|79|61\n", `"|" "," utf-8 header dd/mm/yyyy: datetime weight/kg systolic/mmHg diastolic/mmHg heart_rate/1/min`},
		{"Italian", "", "Data;Ora;Peso (kg);Altezza (cm);Frequenza cardiaca;Note\n13/05/2024;7:10;77,2;178;61;\n", `";" "," utf-8 header dd/mm/yyyy: date time weight/kg height/cm heart_rate/1/min comment`},
		{"Dutch", "", "Datum;Tijd;Gewicht;Bovendruk;Onderdruk;Hartslag;Opmerkingen\n13-05-2024;7:10;77,2;121;79;61;\n", `";" "," utf-8 header dd-mm-yyyy: date time weight systolic/mmHg diastolic/mmHg heart_rate/1/min comment ? unit@2`},
		{"no unit anywhere", "", "Day,Weight,Height,Temperature,Glucose,Fat,HRV\n2024-05-01,170,70,98.6,98,20,41\n", `"," "" utf-8 header yyyy-mm-dd: date weight height _ glucose _ _ ? role@3 role@5 role@6 unit@1 unit@2 unit@4`},
		{"units in the cells", "", "When,Weight,Glucose\n2024-05-01,77 kg,98 mg/dL\n", `"," "" utf-8 header yyyy-mm-dd: date weight/kg glucose/mg/dL`},
		{"units in the cells of another column", "", "date,weight,glucose\n2024-05-01,77 kg,5.4 mmol/L\n2024-05-02,78,5.5 mmol/L\n", `"," "." utf-8 header yyyy-mm-dd: date weight glucose/mmol/L ? unit@1`},
		{"a date that could be either", "", "Date,Weight (kg)\n03/04/2024,77.2\n05/04/2024,77.1\n", `"," "." utf-8 header : date weight/kg ? dates@-1`},
		{"a date behind the twelfth, in the second place", "", "Date,Weight (kg)\n03/04/2024,77.2\n05/14/2024,77.1\n", `"," "." utf-8 header mm/dd/yyyy: date weight/kg`},
		{"two digits of the year", "", "Date,Weight (kg)\n03.04.24,77.2\n", `"," "." utf-8 header : date weight/kg ? dates@-1`},
		{"two digits of the year, proved", "", "Date,Weight (kg)\n03/04/24,77.2\n23/12/24,77.1\n31/12/34,77.1\n", `"," "." utf-8 header dd/mm/yy: date weight/kg`},
		{"months by name", "", "Date,Pulse\nJan 12 2025,61\n\"January 13, 2025\",62\n", `"," "" utf-8 header mmm dd yyyy: date heart_rate/1/min`},
		{"am and pm", "", "Date,Time,SYS,DIA\n05/14/2024,7:10 AM,121,79\n05/14/2024,9:10 pm,122,80\n", `"," "" utf-8 header mm/dd/yyyy: date time systolic/mmHg diastolic/mmHg`},
		{"an epoch", "", "timestamp,heart_rate\n1714543200,61\n", `"," "" utf-8 header epoch s: datetime heart_rate/1/min`},
		{"an epoch of milliseconds", "", "ts,hr\n1714543200000,61\n", `"," "" utf-8 header epoch ms: datetime heart_rate/1/min`},
		{"numbers that are no dates without a name for it", "", "id,weight (kg)\n1714543200,77\n", `x.csv: its header (2 columns) is none of those that are understood`},
		{"thousands or decimals", "", "Date;Weight (kg);Bone (kg)\n2024-05-01;77;1,356\n", `";" "," utf-8 header yyyy-mm-dd: date weight/kg bone_mass/kg`},
		{"thousands, since a weight cannot be so great", "", "Date;Weight (kg)\n2024-05-01;77,250\n", `";" "," utf-8 header yyyy-mm-dd: date weight/kg`},
		{"steps with thousands", "", "Date,Steps\n2024-05-01,\"10,356\"\n2024-05-02,\"9,120\"\n", `"," "." utf-8 header yyyy-mm-dd: date steps/count`},
		{"steps with a decimal point elsewhere", "", "Date,Steps,Distance (km)\n2024-05-01,\"10,356\",5.2\n", `"," "." utf-8 header yyyy-mm-dd: date steps/count distance/km`},
		{"both signs", "", "Date;Weight (kg);Bone (kg)\n2024-05-01;77,2;3.1\n", `";" "" utf-8 header yyyy-mm-dd: date weight/kg bone_mass/kg`},
		{"no header", "", "2024-05-01 07:00:00,77.2\n2024-05-02 07:00:00,77.1\n", `"," "" utf-8 none yyyy-mm-dd: datetime _ ? role@-1`},
		{"a pressure in one cell", "", "Date,Blood pressure,Pulse\n2024-05-01 07:00,121/79,61\n", `"," "" utf-8 header yyyy-mm-dd: datetime pressure/mmHg heart_rate/1/min`},
		{"room air", "", "Time,CO2 (ppm),Room temperature (°C)\n2024-05-01T07:00:00Z,640,21.5\n", `"," "." utf-8 header yyyy-mm-dd: datetime co2/ppm room_temperature/degC`},
		{"a percentage without its sign", "", "Date,Fat ratio\n2024-05-01,0.2\n", `"," "." utf-8 header yyyy-mm-dd: date fat_ratio ? unit@1`},
		{"a name with a remark", "", "Date,Weight (morning)\n2024-05-01,77\n", `"," "" utf-8 header yyyy-mm-dd: date weight ? unit@1`},
		{"a unit of something else", "", "Date,Weight (mmHg),Pulse\n2024-05-01,77,61\n", `"," "" utf-8 header yyyy-mm-dd: date _ heart_rate/1/min`},
		{"two columns of one name", "", "Date,Weight (kg),Weight (lb)\n2024-05-01,77,169.8\n", `"," "" utf-8 header yyyy-mm-dd: date weight/kg _`},
		{"a second date", "", "Created,Date,Weight (kg)\n2024-05-03,2024-05-01,77\n", `"," "" utf-8 header yyyy-mm-dd: _ date weight/kg`},
		{"steps beside times of day", "", "Date,Steps,Pulse\n2024-05-01 07:00,120,61\n", `"," "" utf-8 header yyyy-mm-dd: datetime _ heart_rate/1/min`},
		{"days as midnights", "", "Date,Steps\n2024-05-01 00:00:00,8120\n2024-05-02 00:00:00,9120\n", `"," "" utf-8 header yyyy-mm-dd: date steps/count`},
		{"blanks behind commas", "", "date, weight (kg), pulse\n2024-05-01, 77.5, 61\n", `"," "." utf-8 header yyyy-mm-dd: date weight/kg heart_rate/1/min`},
		{"empty columns ask nothing", "", "Date,Weight,Height,Pulse\n2024-05-01,,,61\n", `"," "" utf-8 header yyyy-mm-dd: date weight height heart_rate/1/min`},
		{"a header alone", "", "Date;Weight;Height\n", `";" "" utf-8 header : date weight height`},

		{"titles in front", "", "Weights of the year\n\nsep=;\nDate;Weight (kg)\n2024-05-01;77,2\n2024-05-02;77,1\n", `";" "," utf-8 header yyyy-mm-dd: date weight/kg`},
		{"a column whose meaning is open, but empty", "", "Date,Weight (kg),Fat\n2024-05-01,77.2,\n", `"," "." utf-8 header yyyy-mm-dd: date weight/kg _`},
		{"times that are missing at first", "", "Datum;Uhrzeit;Puls\n14.05.2024;;61\n", `";" "" utf-8 header dd.mm.yyyy: date time heart_rate/1/min`},
		{"no date", "", "Weight (kg),Pulse\n77.2,61\n", `x.csv: its header (2 columns) is none of those that are understood`},
		{"nothing to measure", "", "Date,Colour\n2024-05-01,red\n", `x.csv: its header (2 columns) is none of those that are understood`},
		{"numbers without a name that is known", "", "Date,Wert\n2024-05-01,77\n", `"," "" utf-8 header yyyy-mm-dd: date _ ? role@-1`},

		{"openScale 3", "openScale.csv", "DATE,TIME,BMI,BODY_FAT,BONE,COMMENT,MUSCLE,VISCERAL_FAT,WATER,WEIGHT\n2025-09-01,07:10:05,24.1,18.5,3.1,,41.2,6.0,55.1,77.2\n", `"," "." utf-8 header yyyy-mm-dd: date time bmi/kg/m2 _ _ comment _ raw_visceral_fat _ weight [openScale] ? role@3 role@4 role@6 role@8 unit@9`},
		{"openScale 2 with girths", "x.csv", "\"biceps\",\"bone\",\"caliper1\",\"dateTime\",\"fat\",\"weight\"\n0.0,3.1,0.0,2021-05-14 07:10,18.5,77.2\n", `"," "." utf-8 header yyyy-mm-dd: _ bone_mass/kg _ datetime fat_ratio/% weight/kg [openScale 2]`},
		{"openScale 2 of 2018", "x.csv", "\"biceps\",\"bone\",\"comment\",\"dateTime\",\"fat\",\"lbw\",\"waist\",\"water\",\"weight\"\n0.0,3.1,,14.05.2018 07:10,18.5,61.0,0.0,55.1,77.2\n", `"," "." utf-8 header dd.mm.yyyy: _ bone_mass/kg comment datetime fat_ratio/% fat_free_mass _ raw_water_percent weight/kg [openScale 2] ? unit@5`},
		{"openScale 1.6", "x.csv", "14.05.2016 07:10,77.2,18.5,55.1,41.2,61.0,3.1,0.0,0.0,\n", `"," "." utf-8 none dd.mm.yyyy: datetime weight fat_ratio/% raw_water_percent raw_muscle_percent fat_free_mass bone_mass _ _ comment [openScale 1] ? unit@1 unit@5 unit@6`},
		{"openScale 1.0", "x.csv", "14.05.2014 07:10,77.2,18.5,55.1,\"rested, late\"\n", `"," "." utf-8 none dd.mm.yyyy: datetime weight fat_ratio/% raw_water_percent comment [openScale 1] ? unit@1`},
		{"nearly openScale 1", "x.csv", "14.05.2014 07:10,121,79,61,rested\n", `"," "" utf-8 none dd.mm.yyyy: datetime _ _ _ _ ? role@-1`},
		{"OMRON connect", "x.csv", "Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),Symptoms,Consumed,TruRead,Notes\nJan 12 2025,08:12,121,79,61,-,-,-,-\n", `"," "" utf-8 header mmm dd yyyy: date time systolic/mmHg diastolic/mmHg heart_rate/1/min comment _ _ comment [OMRON connect]`},
		{"Blood Pressure Monitor", "x.csv", "timestampUnixMs, systolic, diastolic, pulse, notes\n1736670720000, 121, 79, 61, null\n", `"," "" utf-8 header epoch ms: datetime systolic/mmHg diastolic/mmHg heart_rate/1/min comment [Blood Pressure Monitor]`},
		{"Blood Pressure Monitor with weights", "x.csv", "timestampUnixMs,systolic,diastolic,pulse,notes,color,intakes,bodyweight\n1736670720000,121,79,61,null,null,null,77.2\n", `"," "." utf-8 header epoch ms: datetime systolic/mmHg diastolic/mmHg heart_rate/1/min comment _ comment weight [Blood Pressure Monitor] ? unit@7`},
		{"Beurer", "x.csv", "Beurer HealthManager Pro;;\nWeight;;\nDate;Time;kg;BMI;Body fat;Water;Muscles;Bone\n03/04/2024;07:10;77,2;24,1;18,5;55,1;41,2;3,1\n", `";" "," utf-8 header dd/mm/yyyy: date time weight/kg bmi/kg/m2 _ _ _ _ [Beurer HealthManager Pro] ? role@4 role@5 role@6 role@7`},
		{"a dashboard in Italian", "x.csv", "Data;Peso (kg);Massa grassa (kg);Massa magra (kg);Commenti\n2014-02-13 06:04;77,2;14,1;63,1;\n", `";" "," utf-8 header yyyy-mm-dd: datetime weight/kg fat_mass/kg fat_free_mass/kg comment [Withings dashboard]`},
		{"GoldenCheetah", "x.csv", "date,weightkg,fatkg,boneskg,musclekg,leankg,fatpercent,comment\n2024-05-01T07:00:00Z,77.2,14.2,3.1,60,63,18.4,\n", `"," "." utf-8 header yyyy-mm-dd: datetime weight/kg fat_mass/kg bone_mass/kg muscle_mass/kg fat_free_mass/kg fat_ratio/% comment [GoldenCheetah]`},
		{"MyFitnessPal", "Measurement-Summary-2024-01-01-to-2024-05-01.csv", "Date,Weight\n2024-05-01,170.4\n", `"," "." utf-8 header yyyy-mm-dd: date weight [MyFitnessPal] ? unit@1`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			file := c.file
			if file == "" {
				file = "x.csv"
			}
			r, err := Detect(context.Background(), put(t, file, c.content))
			got := "no table"
			if len(r.Tables) == 1 {
				got = summary(r.Tables[0])
			} else if err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("is read as\n%s", got)
			}
		})
	}
}

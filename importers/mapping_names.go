package importers

import (
	"strings"

	"vitalkeep/health"
)

// Generic metrics of what the catalogue knows as masses only.
const (
	waterShare  = "raw_water_percent"
	muscleShare = "raw_muscle_percent"
	boneShare   = "raw_bone_percent"
)

// columnWords lists what columns are called in English, German, French,
// Spanish, Italian and Dutch, in the form that plainWord gives. Roles behind a
// name are what it can mean, the likeliest first; the unit decides between
// them, or else the person.
//
//nolint:misspell // six languages
var columnWords = []struct {
	roles []string
	words string // separated by commas
}{
	{[]string{RoleDateTime}, "datetime,date time,date and time,timestamp,time stamp,zeitstempel,datum uhrzeit,datum zeit,datum und uhrzeit,date heure,date et heure,fecha hora,fecha y hora,data ora,data e ora,datum tijd,datum en tijd,measured at,measurement time,measurement date,measure date,messzeitpunkt,messdatum,horodatage,ts,epoch,timestampunixms,unix timestamp"},
	{[]string{RoleDate}, "date,datum,tag,day,jour,fecha,dia,data,giorno,dag"},
	{[]string{RoleTime}, "time,uhrzeit,zeit,heure,hora,ora,tijd,tijdstip,clock"},
	{[]string{RoleComment}, "comment,comments,note,notes,remark,remarks,kommentar,kommentare,notiz,notizen,bemerkung,bemerkungen,anmerkung,anmerkungen,commentaire,commentaires,remarque,remarques,comentario,comentarios,nota,notas,observaciones,commento,commenti,opmerking,opmerkingen,notitie,notities,symptoms,symptome,symptomes,sintomas,sintomi,symptomen"},

	{[]string{"weight"}, "weight,body weight,bodyweight,gewicht,korpergewicht,poids,poids corporel,peso,peso corporal,peso corporeo,lichaamsgewicht"},
	{[]string{"fat_mass"}, "fat mass,body fat mass,fettmasse,korperfettmasse,masse grasse,masa grasa,massa grassa,vetmassa"},
	{[]string{"fat_ratio"}, "fat ratio,body fat ratio,fat percentage,body fat percentage,fat percent,body fat percent,fettanteil,korperfettanteil,taux de graisse,taux de masse grasse,porcentaje de grasa,percentuale di grasso,vetpercentage"},
	{[]string{"fat_ratio", "fat_mass"}, "fat,body fat,bodyfat,fett,korperfett,graisse,graisse corporelle,grasa,grasa corporal,grasso,grasso corporeo,vet,lichaamsvet"},
	{[]string{"fat_free_mass"}, "lean mass,lean body mass,lbm,lbw,fat free mass,fettfreie masse,fettfreier anteil,masse maigre,masa magra,massa magra,vetvrije massa"},
	{[]string{"muscle_mass", muscleShare}, "muscle mass,muscle,muscles,muskelmasse,muskel,muskeln,muskelanteil,masse musculaire,masa muscular,musculo,massa muscolare,muscoli,spiermassa,spieren"},
	{[]string{"bone_mass", boneShare}, "bone mass,bone,bones,knochenmasse,knochen,masse osseuse,masa osea,hueso,massa ossea,botmassa"},
	{[]string{"water_mass", waterShare}, "water,body water,water mass,hydration,wasser,korperwasser,wasseranteil,eau,eau corporelle,hydratation,masse hydrique,agua,agua corporal,hidratacion,acqua,acqua corporea,idratazione,lichaamswater,hydratatie"},
	{[]string{muscleShare}, "muscle percentage,muscle percent"},
	{[]string{waterShare}, "water percentage,water percent,body water percentage,body water percent"},
	{[]string{"bmi"}, "bmi,body mass index,imc,indice de masse corporelle,indice de masa corporal,indice di massa corporea"},
	{[]string{"height"}, "height,body height,grosse,korpergrosse,taille,altura,estatura,altezza,statura,lengte,lichaamslengte"},
	{[]string{"raw_visceral_fat"}, "visceral fat,visceralfat,viszeralfett,graisse viscerale,grasa visceral,grasso viscerale,visceraal vet"},

	{[]string{"systolic"}, "systolic,systole,sys,sbp,systolic pressure,systolic blood pressure,systolisch,systolischer blutdruck,systolischer druck,blutdruck systolisch,systolique,pression systolique,pression arterielle systolique,sistolica,sistolico,presion sistolica,tension sistolica,tension systolique,pressione sistolica,pressione massima,bovendruk,systolische bloeddruk"},
	{[]string{"diastolic"}, "diastolic,diastole,dia,dbp,diastolic pressure,diastolic blood pressure,diastolisch,diastolischer blutdruck,diastolischer druck,blutdruck diastolisch,diastolique,pression diastolique,pression arterielle diastolique,diastolica,diastolico,presion diastolica,tension diastolica,tension diastolique,pressione diastolica,pressione minima,onderdruk,diastolische bloeddruk"},
	{[]string{RolePressure}, "blood pressure,bp,blutdruck,pression arterielle,tension,tension arterielle,presion arterial,pressione arteriosa,pressione sanguigna,bloeddruk"},
	{[]string{"heart_rate"}, "heart rate,heartrate,hr,pulse,pulse rate,puls,pulsschlag,herzfrequenz,pouls,frequence cardiaque,pulso,pulsaciones,frecuencia cardiaca,ritmo cardiaco,polso,pulsazioni,frequenza cardiaca,hartslag,polsslag,bpm"},
	{[]string{"spo2"}, "spo2,sp o2,oxygen saturation,blood oxygen,sauerstoffsattigung,saturation,saturation en oxygene,saturacion de oxigeno,saturazione,saturazione di ossigeno,zuurstofsaturatie,saturatie"},
	{[]string{"respiratory_rate"}, "respiratory rate,breathing rate,atemfrequenz,frequence respiratoire,frecuencia respiratoria,frequenza respiratoria,ademhalingsfrequentie"},
	{[]string{"hrv_rmssd"}, "rmssd,hrv rmssd"},
	{[]string{"hrv_sdnn"}, "sdnn,hrv sdnn"},
	{[]string{"hrv_rmssd", "hrv_sdnn"}, "hrv,heart rate variability,herzfrequenzvariabilitat"},
	{[]string{"vo2max"}, "vo2max,vo2 max"},
	{[]string{"pulse_wave_velocity"}, "pwv,pulse wave velocity,pulswellengeschwindigkeit"},
	{[]string{"glucose"}, "glucose,blood glucose,blood sugar,blutzucker,glukose,glycemie,glucosa,glucemia,glicemia,glucosio,bloedsuiker,bloedglucose"},

	{[]string{"body_temperature"}, "body temperature,body temp,korpertemperatur,fieber,temperature corporelle,temperatura corporal,temperatura corporea,lichaamstemperatuur"},
	{[]string{"skin_temperature"}, "skin temperature,hauttemperatur,temperature cutanee,huidtemperatuur"},
	{[]string{"room_temperature"}, "room temperature,raumtemperatur,zimmertemperatur,temperature ambiante,temperatura ambiente,kamertemperatuur"},
	{[]string{"body_temperature", "room_temperature"}, "temperature,temp,temperatur,temperatura,temperatuur"},
	{[]string{"co2"}, "co2"},

	{[]string{"steps"}, "steps,step count,schritte,pas,nombre de pas,pasos,passi,stappen"},
	{[]string{"distance"}, "distance,distanz,strecke,distancia,distanza,afstand"},
	{[]string{"floors"}, "floors,floors climbed,stockwerke,etages,etagen,pisos,piani,verdiepingen"},
	{[]string{"calories_active"}, "active calories,active energy,aktive kalorien,calories actives,calorias activas,calorie attive,actieve calorieen"},
}

var rolesByWord = func() map[string][]string {
	m := map[string][]string{}
	for _, c := range columnWords {
		for _, w := range strings.Split(c.words, ",") {
			m[w] = c.roles
		}
	}
	return m
}()

// unitSpellings are units as headers have them beside what health.ParseUnit
// knows, lower case and without blanks.
var unitSpellings = map[string]health.Unit{
	"kilogram": health.Kilogram, "kilograms": health.Kilogram, "kilogramm": health.Kilogram, "kilogrammes": health.Kilogram,
	"kilo": health.Kilogram, "kilos": health.Kilogram, "lb.": health.Pound, "lbs.": health.Pound, "stones": health.Stone, "grams": health.Gram,
	"centimeter": health.Centimetre, "centimetre": health.Centimetre, "zentimeter": health.Centimetre,
	"meters": health.Metre, "metres": health.Metre, "mètres": health.Metre, "kilometer": health.Kilometre, "kilometre": health.Kilometre, "miles": health.Mile,
	"celsius": health.Celsius, "fahrenheit": health.Fahrenheit, "degc": health.Celsius, "degf": health.Fahrenheit, "℃": health.Celsius, "℉": health.Fahrenheit,
	"mmhg": health.MillimetreOfMercury, "beats/min": health.PerMinute, "1/min": health.PerMinute, "schläge/min": health.PerMinute, "bpm.": health.PerMinute,
	"lpm": health.PerMinute, "batt/min": health.PerMinute, "breaths/min": health.PerMinute,
	"percent": health.Percent, "prozent": health.Percent, "pct": health.Percent, "mg/dl": health.MilligramPerDecilitre, "mmol/l": health.MillimolePerLitre,
	"minutes": health.Minute, "hours": health.Hour, "stunden": health.Hour, "minuten": health.Minute, "kg/m^2": health.KilogramPerSquareMetre, "m/sec": health.MetrePerSecond,
}

// unitWord finds a unit by how people write it.
func unitWord(s string) (health.Unit, bool) {
	s = strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), ""))
	if s == "" {
		return health.NoUnit, false
	}
	if u, ok := unitSpellings[s]; ok {
		return u, true
	}
	return health.ParseUnit(s)
}

// naming is what the name of a column says.
type naming struct {
	roles []string // what it can be; nil when the name is not known
	unit  health.Unit
	known bool // whether the unit is said
}

// understand reads the name of a column, which may end in its unit: "Weight
// (kg)", "Gewicht [kg]", "weight_kg", "Fett in %", "SpO2%".
func understand(header string) naming {
	for _, cut := range nameCuts(header) {
		roles := rolesByWord[plainWord(cut.name)]
		if roles == nil {
			continue
		}
		n := naming{roles: roles}
		if cut.unit == "" {
			n.settle()
			return n
		}
		u, ok := unitWord(cut.unit)
		if !ok {
			if cut.sure {
				n.settle()
				return n // "Weight (morning)" is a weight, in a unit that is not said
			}
			continue
		}
		var fit []string
		for _, r := range roles {
			if v, ok := fitUnit(r, u); ok {
				n.unit, n.known = v, true
				fit = append(fit, r)
			}
		}
		if fit == nil {
			if cut.sure {
				return naming{} // its name and its unit do not go together
			}
			continue
		}
		n.roles = fit
		return n
	}
	return naming{}
}

// settle gives a column the unit that its metric has everywhere.
func (n *naming) settle() {
	if len(n.roles) == 1 {
		if u, ok := impliedUnit(n.roles[0]); ok {
			n.unit, n.known = u, true
		}
	}
}

type nameCut struct {
	name, unit string
	sure       bool // brackets say that it is a unit or a remark
}

// nameCuts are the ways to take a unit off a name, the whole name first.
func nameCuts(header string) []nameCut {
	h := strings.TrimSpace(header)
	cuts := []nameCut{{name: h}}
	for _, pair := range []string{"()", "[]", "{}"} {
		if i := strings.LastIndexByte(h, pair[0]); i > 0 && strings.HasSuffix(h, pair[1:]) {
			return append(cuts[:0], nameCut{h[:i], h[i+1 : len(h)-1], true})
		}
	}
	if name, ok := strings.CutSuffix(h, "%"); ok {
		name = strings.TrimSuffix(strings.TrimSpace(name), " in")
		return append(cuts[:0], nameCut{name, "%", false})
	}
	for i := len(h) - 1; i > 0; i-- {
		switch h[i] {
		case ' ', '_', '/', '-', ',', '.', ':':
			name := strings.TrimSuffix(strings.TrimSuffix(h[:i], "_in"), " in")
			cuts = append(cuts, nameCut{name, h[i+1:], false})
		}
		if len(cuts) == 4 {
			break
		}
	}
	return cuts
}

// fitUnit reports whether a column of that role can be in that unit; a percent
// that is kept without interpretation has none.
func fitUnit(role string, u health.Unit) (health.Unit, bool) {
	switch role {
	case RoleDateTime, RoleDate, RoleTime, RoleComment:
		return health.NoUnit, false
	case RolePressure:
		return u, u.Canonical() == health.MillimetreOfMercury
	case waterShare, muscleShare, boneShare:
		return health.NoUnit, u == health.Percent
	}
	m := metric(health.MetricID(role))
	return u, u.Canonical() == m.Unit.Canonical() && u != health.NoUnit
}

// impliedUnit returns the unit of what everybody measures in the same one. A
// value in another is far outside of what is possible, and refused.
func impliedUnit(role string) (health.Unit, bool) {
	switch role {
	case RolePressure, "systolic", "diastolic":
		return health.MillimetreOfMercury, true
	case "fat_ratio":
		return health.NoUnit, false // 0.2 may be a fifth, or a fifth of a percent
	}
	m, ok := health.Lookup(health.MetricID(role))
	if !ok {
		return health.NoUnit, false
	}
	switch m.Unit {
	case health.NoUnit, health.Count, health.PerMinute, health.Percent, health.Millisecond, health.KilogramPerSquareMetre,
		health.MillilitrePerKilogramMinute, health.Lux, health.Decibel:
		return m.Unit, true
	case health.PartPerMillion:
		return m.Unit, m.ID == "co2"
	case health.MetrePerSecond:
		return m.Unit, m.ID == "pulse_wave_velocity"
	}
	return health.NoUnit, false
}

// unitChoices are the IDs of the units that a column of that role may be in, for
// people to choose from.
func unitChoices(role string) []string {
	switch role {
	case "height":
		return ids(health.Centimetre, health.Metre, health.Inch, health.Foot)
	case "distance":
		return ids(health.Kilometre, health.Metre, health.Mile)
	case "elevation":
		return ids(health.Metre, health.Foot)
	case RolePressure:
		return ids(health.MillimetreOfMercury, health.Kilopascal)
	}
	switch m := metric(health.MetricID(role)); m.Unit {
	case health.Kilogram:
		return ids(health.Kilogram, health.Pound, health.Stone)
	case health.Celsius:
		return ids(health.Celsius, health.Fahrenheit)
	case health.Percent:
		return ids(health.Percent, health.Fraction)
	case health.MillimolePerLitre:
		return ids(health.MillimolePerLitre, health.MilligramPerDecilitre)
	case health.MillimetreOfMercury:
		return ids(health.MillimetreOfMercury, health.Kilopascal)
	case health.Kilocalorie:
		return ids(health.Kilocalorie, health.Kilojoule)
	case health.Second:
		return ids(health.Hour, health.Minute, health.Second)
	case health.PartPerMillion:
		return ids(health.PartPerMillion, health.PartPerBillion)
	case health.MetrePerSecond:
		return ids(health.MetrePerSecond, health.KilometrePerHour)
	default:
		return ids(m.Unit)
	}
}

func ids(units ...health.Unit) []string {
	out := make([]string, len(units))
	for i, u := range units {
		out[i] = u.ID()
	}
	return out
}

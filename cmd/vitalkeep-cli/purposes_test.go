package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/vault"
)

func TestWithoutStatisticsTheTerminalWorksNoMeansOut(t *testing.T) {
	x := newTerminal(t, "--profile", "Ada", "--zone", "UTC")
	folder := t.TempDir()
	weights, steps := filepath.Join(folder, "weight.csv"), filepath.Join(folder, "aggregates_steps.csv")
	for path, rows := range map[string]string{
		weights: "Date,Weight\n2024-03-01 07:00:00,70\n2024-03-01 19:00:00,74\n2024-03-02 07:00:00,73\n",
		steps:   "date,value\n2024-03-01,500\n",
	} {
		if err := os.WriteFile(path, []byte(rows), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	x.run("import", weights)
	x.run("import", steps)
	if out := x.run("days", "--metric", "weight"); !strings.Contains(out, "72.0 kg") {
		t.Errorf("days with statistics: %q", out)
	}
	v, err := unlockCheaply(t.Context(), x.path, []byte(password), vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	people, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	m, _ := health.Lookup("weight")
	drawn := func(noMeans bool) charts.Readings {
		t.Helper()
		order := chartOrder{metric: m, span: span{earliest, latest}, width: 100, height: 100, noMeans: noMeans}
		mark, err := markOf(t.Context(), v, people[0], order, m.Unit)
		if err != nil {
			t.Fatal(err)
		}
		return mark.(charts.Readings)
	}
	if len(drawn(false).Trend) == 0 || len(drawn(true).Trend) > 0 || len(drawn(true).Points) != 3 {
		t.Error("the trend does not go by the person's choice")
	}
	stored, err := health.Objections{}.With(health.Statistics, false).Stored()
	if err == nil {
		err = v.SetPreference(t.Context(), people[0].ID, health.ObjectionsKey, stored)
	}
	if off, err := objectsToMeans(v, people[0]); err != nil || !off {
		t.Errorf("objects = %v, %v", off, err)
	}
	if err != nil || v.Close() != nil {
		t.Fatal(err)
	}
	if code, out, errs := x.call("days", "--metric", "weight"); code != exitFailed || out != "" || !strings.Contains(errs, "switched statistics off") {
		t.Errorf("days: %d, %q, %q", code, out, errs)
	}
	if out := x.run("days", "--metric", "steps"); !strings.Contains(out, "500") {
		t.Errorf("the totals of days: %q", out)
	}
	if out := x.run("list", "--metric", "weight"); strings.Count(out, "kg") != 3 {
		t.Errorf("the readings: %q", out)
	}
	x.run("chart", "--metric", "weight", "--out", filepath.Join(folder, "weight.png"))
}

func TestWithoutStatisticsAColumnOfAChartShowsHowFarItsReadingsReach(t *testing.T) {
	x := newTerminal(t, "--profile", "Ada", "--zone", "UTC")
	v, err := unlockCheaply(t.Context(), x.path, []byte(password), vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}()
	people, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	m, _ := health.Lookup("heart_rate")
	first := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	var many []health.Reading
	for i := range fewPoints + 2 { // most are low
		value := int64(60)
		if i%10 == 0 {
			value = 100
		}
		many = append(many, health.Reading{Metric: "heart_rate", Sample: health.Sample{Start: first + int64(i)*20*60_000, Value: health.Int(value), Unit: m.Unit}})
	}
	if err := v.Add(t.Context(), people[0].ID, many, nil); err != nil {
		t.Fatal(err)
	}
	order := chartOrder{metric: m, span: span{earliest, latest}, width: 100, height: 100, noMeans: true}
	points, err := columnPoints(t.Context(), v, people[0], order, m.Unit)
	if err != nil || len(points) == 0 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	for _, p := range points {
		if p.V != (p.Lo+p.Hi)/2 {
			t.Errorf("%d readings from %v to %v stand at %v", p.N, p.Lo, p.Hi, p.V)
		}
	}
}

package passwords

// keyRows are signs that lie or come one after the other.
var keyRows = []string{
	"abcdefghijklmnopqrstuvwxyz", "01234567890",
	"qwertyuiop", "qwertzuiopü", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm", "wxcvbn",
	"1qaz", "2wsx", "3edc", "4rfv", "5tgb", "1qay", "!@#$%^&*()", "!\"§$%&/()=",
}

// shortestRow is how many signs make a row; one less in a row of its own is
// chance.
const shortestRow = 4

// nextTo says which signs follow each other in a row.
var nextTo = func() map[[2]rune]bool {
	next := map[[2]rune]bool{}
	for _, row := range keyRows {
		signs := []rune(row)
		for i := 1; i < len(signs); i++ {
			next[[2]rune{signs[i-1], signs[i]}] = true
		}
	}
	return next
}()

// inRow counts the characters that stand in rows, to and fro, and those that
// repeat the one before.
func inRow(plain string) (runs, repeats int) {
	signs := []rune(plain)
	for _, kind := range []struct {
		count *int
		goes  func(a, b rune) bool
	}{
		{&runs, func(a, b rune) bool { return nextTo[[2]rune{a, b}] }},
		{&runs, func(a, b rune) bool { return nextTo[[2]rune{b, a}] }},
		{&repeats, func(a, b rune) bool { return a == b }},
	} {
		length := 1
		for i := 1; i <= len(signs); i++ {
			if i < len(signs) && kind.goes(signs[i-1], signs[i]) {
				length++
				continue
			}
			if length >= shortestRow {
				*kind.count += length
			}
			length = 1
		}
	}
	return min(runs, len(signs)), min(repeats, len(signs))
}

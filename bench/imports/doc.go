// Command imports measures what an import costs beside what its input itself
// asks for: inflating the same ZIP, splitting the same CSV files into cells.
//
//	imports -program build/vitalkeep-cli [-samples N] [-records N] [-runs N] [-dir FOLDER]
//
// Everything is measured in whole processes: the processor time that the system
// counted for them, their own start included, and the highest memory that they
// ever had. Programs take turns, and the least of several runs counts, since
// machines are shared. The key's derivation, which is dear on purpose, is taken
// off by what the same program takes to open the same vault and do nothing; the
// vault has the lowest parameters that there are (64 MiB), so that the
// derivation's memory does not hide the import's.
package main

//go:build watch && unix

package main

import "vitalkeep/e2e/watch"

func init() { watched = watch.Serve }

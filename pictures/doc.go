// Package pictures looks at the pictures that people keep with their data:
// JPEG, PNG, GIF and WebP, told apart by what is in them and never by the name
// of the file.
//
//	data, err := pictures.Read(path)
//	info, err := pictures.Inspect(data)
//	small, err := pictures.Decode(data, 320)
//
// It promises:
//
//   - what would need too much memory is refused before it is decoded, whatever
//     the file says of itself;
//   - pictures come out the way up that the camera noted;
//   - the bytes are never changed: what is kept is the file as it was.
//
// It knows nothing of the rest of the program, writes nothing and starts no
// goroutines.
package pictures

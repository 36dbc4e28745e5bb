"""One importer a publication: a row that knows a file by its content and reads its parties."""

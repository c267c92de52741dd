"""The upper floor: server-rendered pages, one package per room."""

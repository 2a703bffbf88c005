"""Pictures: found in folders, archives, idx files, tables and arrays; brought into one frame; divided into parts."""

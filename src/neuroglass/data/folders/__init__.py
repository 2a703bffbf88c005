"""Files in folders and archives, whatever they hold: found, told apart by their endings, labelled by their folders."""

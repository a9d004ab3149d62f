print("plexsync")

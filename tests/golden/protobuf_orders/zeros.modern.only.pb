"

langde
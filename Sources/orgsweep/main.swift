print("orgsweep")

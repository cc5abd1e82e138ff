let interfaceProfiles: [String] = []

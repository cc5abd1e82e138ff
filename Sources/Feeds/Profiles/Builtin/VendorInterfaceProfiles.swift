let vendorInterfaceProfiles: [String] = []

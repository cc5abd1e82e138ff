/// The profiles that are built in, in the order in which they are asked: those that are known by their names before those
/// that are known by their columns alone.
let builtInProfiles: [String] =
  archiveProfiles + gateArchiveProfiles + tradeProfiles + venueProfiles + interfaceProfiles + vendorProfiles
  + vendorInterfaceProfiles
  + fundingProfiles + freqtradeProfiles + candleProfiles

import Commands
import Efficiency

// Every command of hindcast, with one operator more.
Hindcast.main(adding: [Efficiency()])

import Commands

Hindcast.main()

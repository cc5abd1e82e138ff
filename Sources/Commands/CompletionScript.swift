import ArgumentParser

/// The script that tells a shell how to complete, with what the argument parser leaves out.
enum CompletionScript {
  /// For bash `hindcast study NAME` is completed as `hindcast study test NAME`, which it is, after the subcommands.
  static func completed(_ script: String) -> String {
    let registration = "complete -o filenames -F _hindcast hindcast"
    guard script.contains(registration) else { return script }
    let commands = Hindcast.configuration.subcommands.compactMap { command -> String? in
      guard let standard = command.configuration.defaultSubcommand?.configuration.commandName,
        let name = command.configuration.commandName
      else { return nil }
      let others = command.configuration.subcommands.flatMap { ["\($0.configuration.commandName ?? "")"] }
      return "    \(name)) standard=\(standard); others=' \(others.joined(separator: " ")) ' ;;"
    }
    return script.replacing(
      registration,
      with: """
        _hindcast_or_standard() {
            _hindcast "${@}"
            local standard='' others='' name="${COMP_WORDS[1]-}"
            case "${name}" in
        \(commands.joined(separator: "\n"))
            esac
            [[ -n "${standard}" && "${COMP_CWORD}" -ge 2 ]] || return 0
            [[ "${COMP_CWORD}" -eq 2 || "${others}" != *" ${COMP_WORDS[2]} "* ]] || return 0
            local -a offered=("${COMPREPLY[@]}")
            COMP_WORDS=("${COMP_WORDS[@]:0:2}" "${standard}" "${COMP_WORDS[@]:2}")
            COMP_CWORD=$((COMP_CWORD + 1))
            COMP_LINE="${COMP_LINE/ ${name} / ${name} ${standard} }"
            COMP_POINT=$((COMP_POINT + ${#standard} + 1))
            COMPREPLY=()
            _hindcast "${@}"
            [[ "${COMP_CWORD}" -gt 3 ]] || COMPREPLY=("${offered[@]}" "${COMPREPLY[@]}")
        }

        complete -o filenames -F _hindcast_or_standard hindcast
        """)
  }
}

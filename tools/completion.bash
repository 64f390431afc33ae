# Completion of `ficus` for bash: source <(ficus completion bash)
_ficus() {
    local IFS=$'\n' answer
    # The binary that is being typed knows best what may follow, the features of its configuration included.
    answer=$("${COMP_WORDS[0]}" complete "$COMP_CWORD" -- "${COMP_WORDS[@]}" 2>/dev/null) || return
    if [[ $answer == :files ]]; then
        compopt -o default
        COMPREPLY=()
        return
    fi
    local current=${COMP_WORDS[COMP_CWORD]}
    [[ $current != '=' ]] || current=
    mapfile -t COMPREPLY < <(compgen -W "$answer" -- "$current")
    # `header:` goes on with a name.
    [[ ${COMPREPLY[0]-} != *[:=] ]] || compopt -o nospace
}
complete -F _ficus ficus

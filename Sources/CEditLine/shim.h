// What Swift cannot call in libedit: its variadic functions, one typed wrapper a kind of argument.
#pragma once
#include <histedit.h>
#include <stddef.h>
#include <stdio.h>

typedef char *(*edit_prompt)(EditLine *);
typedef int (*edit_read)(EditLine *, wchar_t *);
typedef unsigned char (*edit_command)(EditLine *, int);

/// `marker` stands around what takes no cells in the prompt.
static inline int edit_set_prompt(EditLine *edit, edit_prompt prompt, char marker) {
    return el_set(edit, EL_PROMPT_ESC, prompt, (int)marker);
}
static inline int edit_set_owner(EditLine *edit, void *owner) { return el_set(edit, EL_CLIENTDATA, owner); }
static inline void *edit_owner(EditLine *edit) {
    void *owner = NULL;
    return el_get(edit, EL_CLIENTDATA, &owner) == 0 ? owner : NULL;
}
static inline int edit_set_reader(EditLine *edit, edit_read read) { return el_set(edit, EL_GETCFN, read); }
static inline int edit_add_command(EditLine *edit, const char *name, const char *help, edit_command command) {
    return el_set(edit, EL_ADDFN, name, help, command);
}
static inline int edit_bind(EditLine *edit, const char *key, const char *command) {
    return el_set(edit, EL_BIND, key, command, NULL);
}
/// In the command mode of vi.
static inline int edit_bind_alternative(EditLine *edit, const char *key, const char *command) {
    return el_set(edit, EL_BIND, "-a", key, command, NULL);
}
/// What kind of terminal it is, instead of `$TERM`.
static inline int edit_set_terminal(EditLine *edit, const char *name) { return el_set(edit, EL_TERMINAL, name); }
static inline int edit_set_editor(EditLine *edit, const char *name) { return el_set(edit, EL_EDITOR, name); }
/// `vi` or `emacs`.
static inline const char *edit_editor(EditLine *edit) {
    const char *name = NULL;
    return el_get(edit, EL_EDITOR, &name) == 0 ? name : NULL;
}
/// While a line is edited, the terminal makes no signals of keys.
static inline int edit_keep_signals_out(EditLine *edit) { return el_set(edit, EL_SETTY, "-d", "-isig", NULL); }
static inline int edit_handle_signals(EditLine *edit, int yes) { return el_set(edit, EL_SIGNAL, yes); }
static inline int edit_refresh(EditLine *edit) { return el_set(edit, EL_REFRESH); }
static inline int edit_prepare_terminal(EditLine *edit, int yes) { return el_set(edit, EL_PREP_TERM, yes); }

static inline int edit_set_history(EditLine *edit, History *lines) { return el_set(edit, EL_HIST, history, lines); }
static inline int edit_history_size(History *lines, int most) {
    HistEvent event;
    return history(lines, &event, H_SETSIZE, most);
}
static inline int edit_history_enter(History *lines, const char *line) {
    HistEvent event;
    return history(lines, &event, H_ENTER, line);
}
static inline int edit_history_clear(History *lines) {
    HistEvent event;
    return history(lines, &event, H_CLEAR);
}

/// Glibc's header hides it without `_XOPEN_SOURCE`.
extern int wcwidth(wchar_t scalar);

# Cells of sidebyside to markdown rows, and to lines for bench.tsv (appended to the file named by tsv).
# Variables: tools (names, space separated), reference (the tool that ratios are to), labels (file:
# id, unit and label of each row).
BEGIN {
    FS = OFS = "\t"
    tool_count = split(tools, tool, " ")
    while ((getline line < labels) > 0) {
        split(line, field, "\t")
        unit[field[1]] = field[2]
        label[field[1]] = field[3]
    }
}

{
    if (!($1 in seen)) {
        seen[$1] = 1
        order[++rows] = $1
    }
    status[$1, $2] = $3
    median[$1, $2] = $4
    low[$1, $2] = $5
    high[$1, $2] = $6
    runs[$1, $2] = $7
}

# Three significant digits, without an exponent.
function short(value) {
    if (value >= 100 || value == int(value)) {
        return sprintf("%.0f", value)
    }
    if (value >= 10) {
        return sprintf("%.1f", value)
    }
    return sprintf(value >= 1 ? "%.2f" : "%.3f", value)
}

function cell(row, name) {
    if (!((row, name) in status) || status[row, name] == "none") {
        return "-"
    }
    if (status[row, name] == "timeout") {
        return median[row, name] == "" ? "timeout" : "> " short(median[row, name])
    }
    if (status[row, name] != "ok") {
        return status[row, name]
    }
    return short(median[row, name])
}

function ratio(row, name, base) {
    if (median[row, name] == "" || median[row, base] + 0 == 0 || status[row, base] != "ok") {
        return ""
    }
    if (status[row, name] != "ok" && status[row, name] != "timeout") {
        return ""
    }
    return median[row, name] / median[row, base]
}

function ratio_cell(row, name, base, value) {
    value = ratio(row, name, base)
    if (value == "") {
        return "-"
    }
    return (status[row, name] == "timeout" ? "> " : "") sprintf("%.2f", value)
}

END {
    for (i = 1; i <= rows; i++) {
        row = order[i]
        line = sprintf("| %-46s | %-5s |", label[row], unit[row])
        for (t = 1; t <= tool_count; t++) {
            line = line sprintf(" %9s |", cell(row, tool[t]))
            if ((row, tool[t]) in status) {
                print row, unit[row], tool[t], status[row, tool[t]], median[row, tool[t]], low[row, tool[t]], \
                    high[row, tool[t]], runs[row, tool[t]], ratio(row, tool[t], reference) >> tsv
            }
        }
        for (t = 1; t <= tool_count; t++) {
            if (tool[t] != reference) {
                line = line sprintf(" %9s |", ratio_cell(row, tool[t], reference))
            }
        }
        print line
    }
}

using System.Text;

namespace Ptracer.Units;

/// <summary>Replaces variables in command lines: systemd.service(5), "COMMAND LINES".</summary>
internal static class CommandExpansion
{
    /// <summary>The arguments a command is executed with.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="variables">The environment the command will have.</param>
    public static IReadOnlyList<string> Expand(ExecCommand command, IReadOnlyDictionary<string, string> variables)
    {
        if (!command.ExpandsVariables)
        {
            return command.Arguments;
        }

        List<string> result = [];
        foreach (string argument in command.Arguments)
        {
            // A word that is a variable and nothing else becomes as many words as its value has.
            if (argument is "$" or ['$', not ('{' or '$'), ..])
            {
                if (variables.TryGetValue(argument[1..], out string? value))
                {
                    result.AddRange(Split(value));
                }
            }
            else
            {
                result.Add(Replace(argument, variables));
            }
        }

        return result;
    }

    // Quotes group, and an unbalanced one ends with the value.
    private static List<string> Split(string value) =>
        WordReader.Split(value, WordFlags.Unquote | WordFlags.Relax) ?? [];

    private static string Replace(string argument, IReadOnlyDictionary<string, string> variables)
    {
        StringBuilder result = new(argument.Length);
        for (int index = 0; index < argument.Length; index++)
        {
            if (argument[index] != '$' || index + 1 == argument.Length)
            {
                result.Append(argument[index]);
            }
            else if (argument[index + 1] == '$')
            {
                result.Append('$');
                index++;
            }
            else if (argument[index + 1] == '{' && argument.IndexOf('}', index) is > 0 and int end)
            {
                result.Append(variables.GetValueOrDefault(argument[(index + 2)..end], ""));
                index = end;
            }
            else
            {
                result.Append('$');
            }
        }

        return result.ToString();
    }
}

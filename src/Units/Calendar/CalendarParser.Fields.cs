namespace Ptracer.Units;

internal sealed partial class CalendarParser
{
    private bool ReadChain(int unit, out CalendarComponent[]? chain)
    {
        if (Current == '*')
        {
            _at++;
            chain = unit == 1 ? null : [new CalendarComponent(0, -1, unit)];
            return true;
        }

        List<CalendarComponent> components = [];
        do
        {
            _at += components.Count == 0 ? 0 : 1;
            if (components.Count == MaxComponents || ReadComponent(unit) is not { } component)
            {
                chain = null;
                return false;
            }

            components.Add(component);
        }
        while (Current == ',');

        chain = [.. components];
        return true;
    }

    private CalendarComponent? ReadComponent(int unit)
    {
        int stop = -1;
        int repeat = 0;
        if (!ReadNumber(unit, out int start))
        {
            return null;
        }

        if (Current == '.' && _at + 1 < _text.Length && _text[_at + 1] == '.')
        {
            _at += 2;
            if (!ReadNumber(unit, out stop))
            {
                return null;
            }

            repeat = unit;
        }

        if (Current == '/')
        {
            _at++;
            if (!ReadNumber(unit, out repeat) || repeat == 0)
            {
                return null;
            }
        }
        else if (unit > 1 && stop >= 0 && (long)start + repeat > stop)
        {
            return null; // a range below a second has no step of its own
        }

        return Current is '\0' or ' ' or ',' or '-' or '~' or ':' ? new CalendarComponent(start, stop, repeat) : null;
    }

    private bool ReadNumber(int unit, out int number)
    {
        int start = _at;
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }

        number = 0;
        if (!int.TryParse(_text.AsSpan(start, _at - start), out int whole) || whole > int.MaxValue / unit)
        {
            return false;
        }

        long value = (long)whole * unit;
        // One dot is a decimal point, two are a range.
        if (unit > 1 && Current == '.' && (_at + 1 >= _text.Length || _text[_at + 1] != '.'))
        {
            _at++;
            if (!ReadFraction(out int fraction))
            {
                return false;
            }

            value += fraction;
        }

        number = (int)Math.Min(value, int.MaxValue);
        return value <= int.MaxValue;
    }

    // Six digits, rounded at the seventh.
    private bool ReadFraction(out int fraction)
    {
        int start = _at;
        fraction = 0;
        for (int digit = 0; digit < 6; digit++)
        {
            fraction = (fraction * 10) + (char.IsAsciiDigit(Current) ? _text[_at++] - '0' : 0);
        }

        fraction += Current is >= '5' and <= '9' ? 1 : 0;
        bool any = _at > start;
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }

        return any;
    }
}

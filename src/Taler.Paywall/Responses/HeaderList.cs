using Microsoft.Extensions.Primitives;

namespace Taler.Paywall.Responses;

/// <summary>A header whose value is a list of names, on one line or several.</summary>
internal static class HeaderList
{
    public static bool Contains(StringValues list, ReadOnlySpan<char> name)
    {
        foreach (ReadOnlySpan<char> line in list)
        {
            foreach (var part in line.Split(','))
            {
                if (line[part].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }
        return false;
    }
}

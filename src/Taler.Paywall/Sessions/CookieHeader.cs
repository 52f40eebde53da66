using Microsoft.Extensions.Primitives;

namespace Taler.Paywall.Sessions;

/// <summary>Finds one cookie in the request's header without parsing the others into a collection.</summary>
internal static class CookieHeader
{
    /// <summary>The value of the one cookie of this name.</summary>
    /// <returns>False if there is none, or more than one: then nobody can say which one is right.</returns>
    public static bool TryFind(StringValues header, string name, out ReadOnlySpan<char> value)
    {
        value = default;
        var found = false;
        foreach (var line in header)
        {
            var rest = line.AsSpan();
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf(';');
                var pair = (end < 0 ? rest : rest[..end]).Trim(' ');
                rest = end < 0 ? default : rest[(end + 1)..];
                if (pair.Length <= name.Length || pair[name.Length] != '=' || !pair.StartsWith(name, StringComparison.Ordinal))
                    continue;
                if (found)
                    return false;
                found = true;
                value = pair[(name.Length + 1)..];
            }
        }
        return found;
    }
}

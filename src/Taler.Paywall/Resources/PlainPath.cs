using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Taler.Paywall.Resources;

/// <summary>Tells in one scan whether a path has a single reading. Every request of the site passes here, so eight characters are looked at together.</summary>
internal static class PlainPath
{
    /// <summary>
    /// Whether the path has no percent sign, no backslash, no doubled slash, and no segment that ends in a dot or a space.
    /// One slash at its end is no matter: the tree ignores it.
    /// </summary>
    public static bool Is(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty)
            return true;
        if (path[^1] is '.' or ' ' or '%' or '\\')
            return false;
        var pairs = path.Length - 1;
        if (pairs < Vector128<ushort>.Count)
        {
            for (var i = 0; i < pairs; i++)
            {
                if (path[i] is '%' or '\\' || (path[i + 1] is '/' && path[i] is '/' or '.' or ' '))
                    return false;
            }
            return true;
        }
        var units = MemoryMarshal.Cast<char, ushort>(path);
        for (var i = 0; i < pairs; i += Vector128<ushort>.Count)
        {
            // The last step looks at some characters again rather than beyond the end.
            var at = Math.Min(i, pairs - Vector128<ushort>.Count);
            if (HasTrouble(Vector128.Create(units[at..]), Vector128.Create(units[(at + 1)..])))
                return false;
        }
        return true;
    }

    private static bool HasTrouble(Vector128<ushort> current, Vector128<ushort> next)
    {
        var escape = Same(current, '%') | Same(current, '\\');
        var ending = Same(next, '/') & (Same(current, '/') | Same(current, '.') | Same(current, ' '));
        return (escape | ending) != Vector128<ushort>.Zero;
    }

    private static Vector128<ushort> Same(Vector128<ushort> characters, char c) => Vector128.Equals(characters, Vector128.Create((ushort)c));
}

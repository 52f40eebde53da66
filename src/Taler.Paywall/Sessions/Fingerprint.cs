namespace Taler.Paywall.Sessions;

/// <summary>
/// Eight bytes that stand for a resource name in the cookie, the same on every node (64-bit FNV-1a). Two names that collide cost a second
/// question at worst: the backend's contract says what was bought.
/// </summary>
internal static class Fingerprint
{
    public static ulong Of(ReadOnlySpan<char> resourceName)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in resourceName)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}

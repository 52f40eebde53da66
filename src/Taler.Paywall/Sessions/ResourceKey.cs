namespace Taler.Paywall.Sessions;

/// <summary>
/// Eight bytes that stand for a resource name in the cookie, the same on every node (64-bit FNV-1a). Two names that collide cost a second
/// question at worst: the backend's contract says what was bought.
/// </summary>
internal readonly record struct ResourceKey(ulong Value)
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ResourceKey Of(ReadOnlySpan<char> resourceName)
    {
        var hash = OffsetBasis;
        foreach (var c in resourceName)
            hash = (hash ^ c) * Prime;
        return new ResourceKey(hash);
    }
}

namespace Taler.Paywall.Resources;

/// <summary>What a request names.</summary>
internal enum ResourceMatchKind
{
    /// <summary>Nothing that is sold.</summary>
    None,

    /// <summary>One resource.</summary>
    Found,

    /// <summary>Different resources in different readings, or nobody can tell. Never served: 400.</summary>
    Ambiguous,
}

/// <summary>The answer of <see cref="ResourceMatcher"/>.</summary>
internal readonly struct ResourceMatch
{
    private ResourceMatch(ResourceMatchKind kind, Resource? resource, Exception? error) => (Kind, Resource, Error) = (kind, resource, error);

    public static ResourceMatch None => default;

    public static ResourceMatch Ambiguous { get; } = new(ResourceMatchKind.Ambiguous, resource: null, error: null);

    public ResourceMatchKind Kind { get; }

    /// <summary>The resource, if one was found.</summary>
    public Resource? Resource { get; }

    /// <summary>What went wrong while matching, for the log.</summary>
    public Exception? Error { get; }

    public static ResourceMatch Found(Resource resource) => new(ResourceMatchKind.Found, resource, error: null);

    public static ResourceMatch Failed(Exception error) => new(ResourceMatchKind.Ambiguous, resource: null, error);
}

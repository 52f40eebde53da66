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
    private ResourceMatch(ResourceMatchKind kind, Resource? resource, object? reason) => (Kind, Resource, _reason) = (kind, resource, reason);

    private readonly object? _reason;

    public static ResourceMatch None => default;

    public ResourceMatchKind Kind { get; }

    /// <summary>The resource, if exactly one was found.</summary>
    public Resource? Resource { get; }

    /// <summary>Two of the resources that an ambiguous request names; empty otherwise.</summary>
    public IReadOnlyList<Resource> Candidates => _reason as Resource[] ?? [];

    /// <summary>What went wrong while matching, for the log.</summary>
    public Exception? Error => _reason as Exception;

    public static ResourceMatch Found(Resource resource) => new(ResourceMatchKind.Found, resource, reason: null);

    public static ResourceMatch Ambiguous(Resource one, Resource other) => new(ResourceMatchKind.Ambiguous, resource: null, new[] { one, other });

    public static ResourceMatch Failed(Exception error) => new(ResourceMatchKind.Ambiguous, resource: null, error);
}

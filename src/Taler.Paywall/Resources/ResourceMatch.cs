namespace Taler.Paywall.Resources;

/// <summary>What a request names.</summary>
internal enum ResourceMatchKind
{
    /// <summary>Nothing that is sold.</summary>
    None,

    /// <summary>Something that is free by a rule of its own, whatever less specific rules sell.</summary>
    Free,

    /// <summary>One resource.</summary>
    Found,

    /// <summary>Different things in different readings, or nobody can tell. Never served: 400.</summary>
    Ambiguous,
}

/// <summary>The answer of <see cref="ResourceMatcher"/>.</summary>
internal readonly struct ResourceMatch
{
    private readonly object? _subject;

    private ResourceMatch(ResourceMatchKind kind, object? subject) => (Kind, _subject) = (kind, subject);

    public static ResourceMatch None => default;

    public ResourceMatchKind Kind { get; }

    /// <summary>Whether nothing has to be paid. What is ambiguous is not free.</summary>
    public bool IsFree => Kind is ResourceMatchKind.None or ResourceMatchKind.Free;

    /// <summary>The resource, if exactly one was found.</summary>
    public Resource? Resource => _subject as Resource;

    /// <summary>Two rules that say different things of an ambiguous request; empty otherwise.</summary>
    public IReadOnlyList<PathRule> Rivals => _subject as PathRule[] ?? [];

    /// <summary>What went wrong while matching, for the log.</summary>
    public Exception? Error => _subject as Exception;

    /// <summary>The rule that spoke, if exactly one did.</summary>
    private PathRule? Rule => Resource?.Rule ?? _subject as PathRule;

    public static ResourceMatch Free(FreePathRule rule) => new(ResourceMatchKind.Free, rule);

    public static ResourceMatch Found(Resource resource) => new(ResourceMatchKind.Found, resource);

    public static ResourceMatch Failed(Exception error) => new(ResourceMatchKind.Ambiguous, error);

    /// <summary>What two readings of one request, or two rules, come to together.</summary>
    public ResourceMatch And(ResourceMatch other)
    {
        if (Kind is ResourceMatchKind.None || other.Kind is ResourceMatchKind.Ambiguous)
            return other;
        if (other.Kind is ResourceMatchKind.None || Kind is ResourceMatchKind.Ambiguous || IsSameAs(other))
            return this;
        return new(ResourceMatchKind.Ambiguous, new[] { Rule!, other.Rule! });
    }

    /// <summary>
    /// This match, unless a file server may serve something dearer in its place. Who pays, and is given what costs no more, has paid for what
    /// he got.
    /// </summary>
    public ResourceMatch UnlessDearer(ResourceMatch other) => other.IsFree || Covers(other) ? this : And(other);

    private bool Covers(ResourceMatch other) => Resource is { } mine && other.Resource is { } served
        && mine.Price.Currency == served.Price.Currency && mine.Price >= served.Price;

    private bool IsSameAs(ResourceMatch other) => Kind == other.Kind && (Resource is not { } resource || resource.IsSameAs(other.Resource!));
}

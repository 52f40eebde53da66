namespace Taler.Merchant;

/// <summary>What a merchant backend is and speaks (<c>GET config</c>).</summary>
public sealed record MerchantConfig
{
    /// <summary>The newest protocol version that this client is written for. It speaks every version from 12 on.</summary>
    public const int ClientVersion = 25;

    /// <summary>Members that came later than this version are optional in all answers.</summary>
    internal const int OldestClientVersion = 12;

    /// <summary>The version as announced: <c>current:revision:age</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The default currency.</summary>
    public required string Currency { get; init; }

    /// <summary>The implementation, as a URN; null before v8.</summary>
    public string? Implementation { get; init; }

    /// <summary>How to show amounts, by currency.</summary>
    public IReadOnlyDictionary<string, CurrencySpecification> Currencies { get; init; } = new Dictionary<string, CurrencySpecification>(StringComparer.Ordinal);
}

/// <summary>How to show amounts of one currency.</summary>
public sealed record CurrencySpecification
{
    /// <summary>The name for people, for example <c>Kudos (Taler Demonstrator)</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How many fraction digits people may type.</summary>
    public int FractionalInputDigits { get; init; }

    /// <summary>How many fraction digits are shown in the normal size.</summary>
    public int FractionalNormalDigits { get; init; }

    /// <summary>How many fraction digits are always shown, even if zero.</summary>
    public int FractionalTrailingZeroDigits { get; init; }

    /// <summary>Symbols by power of ten; <c>"0"</c> is the currency's own.</summary>
    public IReadOnlyDictionary<string, string> AlternativeUnitNames { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

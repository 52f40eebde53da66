using System.Globalization;

namespace Taler.Merchant.Wire;

/// <summary><c>GET config</c>. Only the name is sure: any other service may have answered.</summary>
internal sealed record ConfigWire
{
    private const string MerchantName = "taler-merchant";

    public string? Name { get; init; }

    public string? Version { get; init; }

    public string? Currency { get; init; }

    public string? Implementation { get; init; }

    public Dictionary<string, CurrencyWire?>? Currencies { get; init; }

    /// <returns>Why this client cannot speak with the service; null if it can.</returns>
    public string? Misfit()
    {
        if (Name != MerchantName)
            return "the service is no GNU Taler merchant backend";
        if (!TryReadVersion(Version, out var current, out var age))
            return "the backend announces no protocol version";
        return current < MerchantConfig.OldestClientVersion || current - age > MerchantConfig.ClientVersion
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the backend speaks the protocol versions {current - age} to {current}, this client {MerchantConfig.OldestClientVersion} to {MerchantConfig.ClientVersion}")
            : null;
    }

    public MerchantConfig ToConfig() => new()
    {
        Version = WireValues.Require(Version, "version"),
        Currency = WireValues.Require(Currency, "currency"),
        Implementation = Implementation,
        Currencies = (Currencies ?? []).ToDictionary(pair => pair.Key, pair => WireValues.Require(pair.Value, "currencies").ToSpecification(), StringComparer.Ordinal),
    };

    /// <summary>The version is a libtool triple <c>current:revision:age</c>.</summary>
    private static bool TryReadVersion(string? text, out int current, out int age)
    {
        current = age = 0;
        return text?.Split(':') is [var first, _, var last]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out current)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out age);
    }
}

internal sealed record CurrencyWire
{
    public required string Name { get; init; }

    public int NumFractionalInputDigits { get; init; }

    public int NumFractionalNormalDigits { get; init; }

    public int NumFractionalTrailingZeroDigits { get; init; }

    public Dictionary<string, string?>? AltUnitNames { get; init; }

    public CurrencySpecification ToSpecification() => new()
    {
        Name = Name,
        FractionalInputDigits = NumFractionalInputDigits,
        FractionalNormalDigits = NumFractionalNormalDigits,
        FractionalTrailingZeroDigits = NumFractionalTrailingZeroDigits,
        AlternativeUnitNames = (AltUnitNames ?? []).ToDictionary(pair => pair.Key, pair => WireValues.Require(pair.Value, "alt_unit_names"), StringComparer.Ordinal),
    };
}

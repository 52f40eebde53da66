namespace Taler.Merchant.Wire;

/// <summary>The body of every refusal. The free text <c>detail</c> is not read.</summary>
internal sealed record ErrorWire
{
    public int? Code { get; init; }

    public string? Hint { get; init; }
}

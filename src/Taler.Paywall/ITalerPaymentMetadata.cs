namespace Taler.Paywall;

/// <summary>
/// Endpoint metadata that says whether an endpoint is sold. The last one on an endpoint counts; it stands above the configured patterns.
/// </summary>
public interface ITalerPaymentMetadata
{
    /// <summary>The price, for example <c>KUDOS:1</c>. Null: the endpoint is free, whatever pattern covers it.</summary>
    string? Price { get; }

    /// <summary>What the buyer sees in the wallet. Null: the resource name.</summary>
    string? Summary { get; }

    /// <summary>The resource name, with route values in braces. Null: the route pattern with its values filled in.</summary>
    string? Name { get; }
}

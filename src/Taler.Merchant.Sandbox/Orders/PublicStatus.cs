namespace Taler.Merchant.Sandbox.Orders;

internal enum PublicStatus
{
    /// <summary>No credentials, but there is a URL where anybody can order.</summary>
    Reorder,
    WrongToken,
    WrongContractHash,
    PaymentNeeded,
    Paid,
}

/// <summary>What a visitor of the order's page brought along.</summary>
internal sealed record Credentials(string? ClaimToken, string? ContractHash, SessionId? Session);

/// <summary>What the world is told about an order.</summary>
internal static class PublicStatusTable
{
    public static PublicStatus Decide(Order order, Credentials credentials)
    {
        if (credentials.ClaimToken is { } token && token != order.ClaimToken?.Value)
            return PublicStatus.WrongToken;
        if (credentials.ContractHash is { } hash && order.Claim is { } claim && hash != claim.ContractHash)
            return PublicStatus.WrongContractHash;
        var proved = credentials.ClaimToken is not null || (credentials.ContractHash is not null && order.Claim is not null);
        if (!proved && order.ClaimToken is not null)
            return order.Proposal.PublicReorderUrl is null ? PublicStatus.WrongToken : PublicStatus.Reorder;
        return order.Payment is { } payment && (credentials.Session is null || credentials.Session == payment.Session)
            ? PublicStatus.Paid
            : PublicStatus.PaymentNeeded;
    }
}

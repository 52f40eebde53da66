namespace Taler.Merchant.Sandbox.Orders;

internal enum PrivateStatus
{
    Unpaid,
    Claimed,
    Paid,
}

/// <summary>What the shop is told about an order when it asks for a session, or for none.</summary>
internal static class PrivateStatusTable
{
    public static PrivateStatus Decide(Order order, SessionId? session) => order switch
    {
        { Payment: { } payment } => session is null || session == payment.Session ? PrivateStatus.Paid : PrivateStatus.Claimed,
        { Claim: not null } => PrivateStatus.Claimed,
        _ => PrivateStatus.Unpaid,
    };
}

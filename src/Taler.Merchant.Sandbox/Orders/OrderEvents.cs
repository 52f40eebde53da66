using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Orders;

/// <summary>What an event made of an order: its next state, or the same state and the reason why not.</summary>
internal readonly record struct Step(Order Order, Refusal? Refusal = null);

/// <summary>The events of an order's life, as pure functions of its state.</summary>
internal static class OrderEvents
{
    /// <summary>A wallet takes the order; its nonce becomes part of the contract, and so of the hash.</summary>
    public static Step Claim(Order order, string nonce, string? claimToken, Func<string> contractHash, Timestamp now)
    {
        if (order.ClaimToken is { } token && token.Value != claimToken)
            return new(order, Refusal.ClaimUnknown);
        if (order.Claim is { } claim)
            return new(order, claim.Nonce == nonce ? null : Refusal.ClaimedByOther);
        if (IsExpired(order, now))
            return new(order, Refusal.OfferExpired);
        return new(order with { Claim = new(nonce, contractHash()) });
    }

    public static Step Pay(Order order, SessionId? session, string coinsHash, Amount contributed, int choice, Timestamp now)
    {
        if (order.Claim is null)
            return new(order, Refusal.OrderUnknown);
        if (order.Payment is { } payment)
        {
            if (payment.CoinsHash != coinsHash)
                return new(order, Refusal.PaidWithOtherCoins);
            return new(order, order.IsRefunded ? Refusal.PaymentRefunded : null);
        }
        if (IsExpired(order, now))
            return new(order, Refusal.OfferExpired);
        if (choice < 0 || choice >= order.Proposal.Prices.Count)
            return new(order, Refusal.ParameterMalformed);
        var price = order.Proposal.Prices[choice];
        if (contributed < price)
            return new(order, Refusal.CoinsTooSmall);
        return new(order with { Payment = new(session, coinsHash, price, now, order.Proposal.HasChoices ? choice : null) });
    }

    /// <summary>Binds a paid order to another session; the one before loses it.</summary>
    public static Step Replay(Order order, SessionId? session, string contractHash)
    {
        if (order.Payment is not { } payment)
            return new(order, Refusal.OrderUnknown);
        if (order.Claim?.ContractHash != contractHash)
            return new(order, Refusal.PaidHashMismatch);
        return new(payment.Session == session ? order : order with { Payment = payment with { Session = session } });
    }

    /// <summary>The shop grants a refund; the amount is the new total of all refunds, not an increment.</summary>
    public static Step GrantRefund(Order order, Amount total, string reason, Timestamp now)
    {
        if (order.Claim is null)
            return new(order, Refusal.OrderUnknown);
        if (order.Payment is not { } payment)
            return new(order, Refusal.RefundUnpaid);
        if (total.Currency != payment.Amount.Currency)
            return new(order, Refusal.RefundOtherCurrency);
        if (order.Proposal.RefundDeadline == default)
            return new(order, Refusal.RefundNotAllowed);
        if (order.Proposal.WireDeadline < now)
            return new(order, Refusal.RefundTooLate);
        var granted = order.RefundGranted;
        if (total > payment.Amount || total < granted)
            return new(order, Refusal.RefundTooHigh);
        return new(total == granted ? order : order with { Refunds = order.Refunds.Add(new(total - granted, reason, now, Pending: true)) });
    }

    public static Step PickUpRefund(Order order, string contractHash)
    {
        if (order.Payment is null)
            return new(order, Refusal.OrderUnknown);
        if (order.Claim?.ContractHash != contractHash)
            return new(order, Refusal.WrongContractHash);
        return new(order.RefundPending ? order with { Refunds = [.. order.Refunds.Select(refund => refund with { Pending = false })] } : order);
    }

    /// <summary>Ends an incomplete payment. Payments here are whole or not at all, so there is nothing to give back.</summary>
    public static Step Abort(Order order, string contractHash)
    {
        if (order.Claim is not { } claim)
            return new(order, Refusal.OrderUnknown);
        if (claim.ContractHash != contractHash)
            return new(order, Refusal.WrongContractHash);
        return new(order, order.Payment is null ? null : Refusal.AbortAfterPayment);
    }

    /// <returns>Why the order cannot be deleted; null if it can.</returns>
    public static Refusal? RefuseDeletion(Order order, bool force, Timestamp now)
    {
        if (order.Payment is not null)
            return Refusal.DeletePaid;
        return order.Claim is null || force || IsExpired(order, now) ? null : Refusal.DeleteAwaitsPayment;
    }

    public static bool IsExpired(Order order, Timestamp now) => order.Payment is null && order.Proposal.PayDeadline < now;
}

namespace Taler.Merchant;

/// <summary>The Taler error codes (GANA registry) that this library acts upon or names to the operator.</summary>
public static class TalerErrorCodes
{
    /// <summary>The endpoint is unknown (404).</summary>
    public const int EndpointUnknown = 21;

    /// <summary>The instance is unknown (404).</summary>
    public const int InstanceUnknown = 2000;

    /// <summary>The order is unknown (404).</summary>
    public const int OrderUnknown = 2005;

    /// <summary>The instance was deleted (404).</summary>
    public const int InstanceDeleted = 2016;

    /// <summary>The webhook is unknown (404).</summary>
    public const int WebhookUnknown = 2019;

    /// <summary>The instance has no bank account (404).</summary>
    public const int NoBankAccount = 2500;

    /// <summary>Another order has this ID (409).</summary>
    public const int OrderExists = 2503;

    /// <summary>The amount is not legally possible (451).</summary>
    public const int AmountNotLegal = 2513;

    /// <summary>The backend does not take this currency (409).</summary>
    public const int CurrencyMismatch = 2514;

    /// <summary>The refund exceeds what was paid (409).</summary>
    public const int RefundExceedsPayment = 2530;

    /// <summary>The order is not paid, so there is nothing to refund (409).</summary>
    public const int RefundOrderUnpaid = 2531;

    /// <summary>The contract allows no refund (403).</summary>
    public const int RefundNotAllowed = 2532;
}

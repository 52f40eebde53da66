namespace Taler.Merchant.Sandbox.Wire;

/// <summary>Why something was refused: an HTTP status with a code of the GANA registry.</summary>
internal sealed record Refusal(int Status, int Code, string Hint)
{
    public static readonly Refusal WrongMethod = new(405, 20, "The HTTP method is not allowed for this endpoint.");
    public static readonly Refusal EndpointUnknown = new(404, 21, "There is no endpoint at this path.");
    public static readonly Refusal NotJson = new(400, 22, "The body is not a JSON object.");
    public static readonly Refusal ParameterMissing = new(400, 25, "A required parameter is missing.");
    public static readonly Refusal ParameterMalformed = new(400, 26, "A parameter is malformed.");
    public static readonly Refusal PayUriWrong = ParameterMalformed with
    {
        Hint = "This is no complete pay URI of this sandbox. Take the whole taler_pay_uri, with its claim token after c=, from the answer to GET private/orders/{order_id}.",
    };
    public static readonly Refusal RefundUriWrong = ParameterMalformed with
    {
        Hint = "This is no refund URI of this sandbox. Take taler_refund_uri from the answer to POST private/orders/{order_id}/refund.",
    };
    public static readonly Refusal BodyTooLong = new(413, 32, "The body is too long.");
    public static readonly Refusal Unauthorized = new(401, 40, "The endpoint needs an access token.");
    public static readonly Refusal TokenUnknown = new(401, 41, "The access token is unknown.");
    public static readonly Refusal TokenExpired = new(401, 42, "The access token has expired.");
    public static readonly Refusal TokenMalformed = new(401, 43, "The access token is malformed.");
    public static readonly Refusal PermissionMissing = new(403, 44, "The access token lacks the permission for this.");

    public static readonly Refusal Stopping = new(503, 0, "The sandbox is being stopped.");
    public static readonly Refusal InstanceUnknown = new(404, 2000, "The merchant instance is unknown.");
    public static readonly Refusal OrderUnknown = new(404, 2005, "The order is unknown.");
    public static readonly Refusal WebhookUnknown = new(404, 2019, "The webhook is unknown.");
    public static readonly Refusal RefundOtherCurrency = new(409, 2024, "The refund is in another currency than the payment.");
    public static readonly Refusal WrongClaimToken = new(403, 2105, "The claim token is wrong or missing.");
    public static readonly Refusal WrongContractHash = new(403, 2106, "The hash of the contract is wrong.");
    public static readonly Refusal CoinsTooSmall = new(406, 2156, "The coins do not add up to the price.");
    public static readonly Refusal PaidWithOtherCoins = new(409, 2160, "The order was already paid with other coins.");
    public static readonly Refusal OfferExpired = new(410, 2161, "The offer has expired.");
    public static readonly Refusal PaymentRefunded = new(402, 2167, "The payment was refunded.");
    public static readonly Refusal PaidHashMismatch = new(400, 2200, "The hash of the contract is not that of the order.");
    public static readonly Refusal PaidSignatureWrong = new(403, 2201, "The proof of payment is not valid.");
    public static readonly Refusal AbortAfterPayment = new(412, 2254, "The payment is complete and cannot be aborted.");
    public static readonly Refusal ClaimUnknown = new(404, 2300, "There is no such order to claim, or the claim token is wrong.");
    public static readonly Refusal ClaimedByOther = new(409, 2301, "Another wallet has claimed the order.");

    public static readonly Refusal ProposalMalformed = new(400, 2502, "The order is malformed.");
    public static readonly Refusal OrderExists = new(409, 2503, "Another order has this ID.");
    public static readonly Refusal RefundAfterWire = new(400, 2504, "The refund deadline lies after the wire transfer deadline.");
    public static readonly Refusal DeliveryPast = new(400, 2505, "The delivery date lies in the past.");
    public static readonly Refusal WireNever = new(400, 2506, "The wire transfer deadline must not be never.");
    public static readonly Refusal PayDeadlinePast = new(400, 2507, "The pay deadline lies in the past.");
    public static readonly Refusal RefundDeadlinePast = new(400, 2508, "The refund deadline lies in the past.");
    public static readonly Refusal OtherCurrency = new(409, 2514, "The instance does not take this currency.");
    public static readonly Refusal DeleteAwaitsPayment = new(409, 2520, "The order is claimed and awaits its payment.");
    public static readonly Refusal DeletePaid = new(409, 2521, "The order is paid.");
    public static readonly Refusal RefundTooHigh = new(409, 2530, "The refund is more than was paid, or less than was granted before.");
    public static readonly Refusal RefundUnpaid = new(409, 2531, "The order is not paid, so there is nothing to refund.");
    public static readonly Refusal RefundNotAllowed = new(403, 2532, "The contract allows no refund.");
    public static readonly Refusal RefundTooLate = new(410, 0, "The wire transfer deadline has passed, the money is on its way.");
    public static readonly Refusal SessionUnknown = new(404, 0, "No order is known for this session and fulfillment URL.");
    public static readonly Refusal WebhookExists = new(409, 2900, "Another webhook has this ID.");
}

/// <summary>Ends the handling of a request with a refusal; only the reading of requests throws it.</summary>
internal sealed class RefusedException(Refusal refusal, string? detail = null) : Exception(refusal.Hint)
{
    public Refusal Refusal { get; } = refusal;

    public string? Detail { get; } = detail;
}

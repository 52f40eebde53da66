using System.Net;

namespace Taler.Merchant.Http;

/// <summary>What an operator can do about each refusal, in the settings' own names.</summary>
internal sealed class WaysOut(TalerMerchantOptions options)
{
    // Older backends refuse a foreign currency with 400 and this code.
    private const int CurrencyMismatchBefore2514 = 30;

    private readonly string _baseUrl = options.NameOf(nameof(options.BaseUrl));
    private readonly string _credentials = $"{options.NameOf(nameof(options.AccessToken))} or {options.NameOf(nameof(options.Password))}";

    public string BaseUrl => $"Check that {_baseUrl} is the base URL of a merchant instance.";

    public string Timeout => $"Check the backend, or raise {options.NameOf(nameof(options.Timeout))}.";

    public string Overloaded => $"Look why the backend is slow, or raise {options.NameOf(nameof(options.MaxConcurrentCalls))}.";

    public string Unreachable(HttpRequestException? exception) => exception?.HttpRequestError == HttpRequestError.SecureConnectionError
        ? $"Check the backend's certificate and {_baseUrl}."
        : $"Check that the backend runs and that {_baseUrl} names it.";

    public string For(MerchantCall call, MerchantAnswer answer) => (answer.Status, answer.Code) switch
    {
        (HttpStatusCode.Unauthorized, _) => $"Check {_credentials}.",
        (HttpStatusCode.Forbidden, TalerErrorCodes.RefundNotAllowed) => "The contract of this order allows no refund: give later orders a refund delay.",
        (HttpStatusCode.Forbidden, _) => call.Permission is { } permission
            ? $"The access token lacks the permission {permission}: use one with a wider scope."
            : $"Check {_credentials}.",
        (HttpStatusCode.NotFound, TalerErrorCodes.InstanceUnknown or TalerErrorCodes.InstanceDeleted) => $"The instance does not exist: check {_baseUrl}.",
        (HttpStatusCode.NotFound, TalerErrorCodes.NoBankAccount) => "The instance has no bank account: add one in the backend's back office.",
        (HttpStatusCode.NotFound, TalerErrorCodes.OrderUnknown) => "The order does not exist, or no wallet has claimed it.",
        (HttpStatusCode.NotFound, TalerErrorCodes.WebhookUnknown) => "The webhook does not exist: create it first.",
        (HttpStatusCode.NotFound, TalerErrorCodes.EndpointUnknown or null) => $"Check {_baseUrl}; a backend of an older version may lack this endpoint.",
        (HttpStatusCode.Conflict, TalerErrorCodes.CurrencyMismatch) or (HttpStatusCode.BadRequest, CurrencyMismatchBefore2514)
            => "The backend does not take the currency of the price: check the price and the currencies in GET config.",
        (HttpStatusCode.Conflict, TalerErrorCodes.RefundOrderUnpaid) => "The order is not paid, so there is nothing to refund.",
        (HttpStatusCode.Conflict, TalerErrorCodes.RefundExceedsPayment) => "The refund is more than was paid, or less than was granted before: it is a total, not an increment.",
        (HttpStatusCode.Gone, _) => "It is too late for this refund, or the goods are out of stock.",
        (HttpStatusCode.RequestEntityTooLarge, _) => "The request is too large: shorten summary and extra data.",
        (HttpStatusCode.UnavailableForLegalReasons, _) => "The amount is not legally possible: ask for less, or see the limits of the payment service provider.",
        (HttpStatusCode.TooManyRequests, _) => "The backend asks for patience: call less often.",
        ( >= HttpStatusCode.InternalServerError, _) => "The backend has trouble of its own: see its log.",
        _ => "",
    };
}

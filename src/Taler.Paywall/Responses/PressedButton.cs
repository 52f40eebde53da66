using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Responses;

/// <summary>
/// The mark on a request that was a POST: somebody pressed a button of ours. It stands at the address of a page, and pages are mapped for GET, so
/// routing would answer it with 405. It is read as the GET that the button is about.
/// </summary>
internal sealed class PressedButton
{
    private static readonly PressedButton Mark = new();

    /// <summary>Whether the request came as a POST, whatever it is read as now.</summary>
    public static bool IsPost(HttpRequest request) => HttpMethods.IsPost(request.Method) || request.HttpContext.Features.Get<PressedButton>() is not null;

    /// <summary>Reads a pressed button as a request for its page. Call it before routing.</summary>
    public static void Read(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !PageActions.IsButton(request))
            return;
        context.Features.Set(Mark);
        request.Method = HttpMethods.Get;
    }
}

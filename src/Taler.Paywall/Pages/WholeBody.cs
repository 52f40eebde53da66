using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Pages;

/// <summary>A body that is made before it is sent. With its length, an answer leaves in one piece.</summary>
internal static class WholeBody
{
    public static ValueTask WriteAsync(HttpContext context, string mediaType, byte[] body)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}

namespace EssayShop.Hosting;

internal static class ContentSecurityPolicy
{
    // No form-action: browsers apply it to redirects too, and the refund form leads on to the backend's page.
    private const string Policy = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

    /// <summary>Forbids inline scripts and styles. The paywall's own pages bring a policy that fits them.</summary>
    public static void UseContentSecurityPolicy(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return next(context);
    });
}

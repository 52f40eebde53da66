using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Pages;

/// <summary>The files that the pages need, kept inside the assembly.</summary>
internal static class Assets
{
    public static readonly Answer Style = Load("page.css", "text/css; charset=utf-8");

    public static readonly Answer Script = Load("page.js", "text/javascript; charset=utf-8");

    private static Answer Load(string name, string contentType)
    {
        using var file = typeof(Assets).Assembly.GetManifestResourceStream("Taler.Merchant.Sandbox.Pages.Assets." + name)!;
        using var content = new MemoryStream();
        file.CopyTo(content);
        return new Answer(200, contentType, content.ToArray()).With("X-Content-Type-Options", "nosniff");
    }
}

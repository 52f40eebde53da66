using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>Pages of another origin: an application that calls the shop's API from a script, and a form that presses the shop's button.</summary>
public sealed class Spa : IAsyncDisposable
{
    /// <summary>Its button asks for the numbers. What comes back is written below it.</summary>
    private const string Application = """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Numbers</title></head>
        <body>
        <button>Ask</button>
        <p id="answer"></p>
        <p id="pay"></p>
        <script>
        const query = new URLSearchParams(location.search);
        let session = "new";
        document.querySelector("button").onclick = async () => {
          const carried = query.get("session") === "header"
            ? { headers: { Accept: "application/json", "Taler-Paywall-Session": session } }
            : { headers: { Accept: "application/json", "X-Client": "numbers" }, credentials: "include" };
          const response = await fetch(query.get("api"), carried);
          session = response.headers.get("Taler-Paywall-Session") ?? session;
          const body = await response.json();
          document.getElementById("pay").textContent = response.headers.get("Taler");
          document.getElementById("answer").textContent = body.type ?? body.text;
        };
        </script>
        </body>
        </html>
        """;

    private readonly WebApplication _app;

    private Spa(WebApplication app) => _app = app;

    /// <summary>On another port of the shop's site.</summary>
    public string OnTheSameSite => new UriBuilder(_app.Urls.First()) { Host = "localhost" }.Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>On another site, to which the shop's cookies do not go.</summary>
    public string OnAnotherSite => new Uri(_app.Urls.First()).GetLeftPart(UriPartial.Authority);

    public static async Task<Spa> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/favicon.ico", () => Results.NoContent());
        app.MapGet("/numbers", () => Results.Text(Application, "text/html; charset=utf-8"));
        app.MapGet("/form", (string target) => Results.Text(
            $"""<!DOCTYPE html><title>Form</title><form method="post" action="{target}"><button>Win a prize</button></form>""", "text/html; charset=utf-8"));
        await app.StartAsync();
        return new Spa(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

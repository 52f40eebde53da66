using Microsoft.AspNetCore.Http.HttpResults;
using PaidApi;
using Taler.Paywall;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"));
builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.AllowAnyOrigin().WithHeaders("Idempotency-Key", TalerPaywallDefaults.SessionHeaderName)));
if (string.IsNullOrEmpty(builder.Configuration["TalerPaywall:Merchant:BaseUrl"]))
    builder.Services.AddTalerSandbox(sandbox => sandbox.Port = builder.Configuration.GetValue<int>("Sandbox:Port"));

var app = builder.Build();

app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
    return next(context);
});
app.UseCors();              // before the paywall, so that pages of other origins can read its answers too
app.UseTalerPaywall();
app.UseDefaultFiles();
app.UseStaticFiles();

app.MapGet("/api/harbours", (ITalerPaywall paywall) => Harbour.All.SelectMany(harbour => PriceListEntry.Of(paywall, harbour)));
app.MapGet("/api/tides/{harbour}", Results<Ok<TideTable>, NotFound> (string harbour, HttpContext context, TimeProvider clock) =>
    Harbour.Find(harbour) is { } found && context.GetTalerPayment() is { } payment     // a harbour without a price is not sold, so it is not there
        ? TypedResults.Ok(TideTable.Of(found, clock.GetUtcNow(), payment))
        : TypedResults.NotFound());

app.Run();

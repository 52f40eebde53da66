using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Taler.Paywall.Responses;

namespace Taler.Paywall.Start;

/// <summary>Reads pressed buttons before the application's routing sees them, also where only endpoints are sold and no middleware of ours stands.</summary>
internal sealed class ButtonReader : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static pipeline => context =>
        {
            PressedButton.Read(context);
            return pipeline(context);
        });
        next(app);
    };
}

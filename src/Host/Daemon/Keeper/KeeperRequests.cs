namespace Ptracer.Host.Daemon.Keeper;

/// <summary>What the daemon asks of a keeper, done.</summary>
internal static class KeeperRequests
{
    /// <summary>For a service.</summary>
    public static void Do(this ServiceMachine machine, KeeperRequest request)
    {
        switch (request.Do)
        {
            case "start":
                machine.StartNow();
                break;
            case "stop" or "restart-stop":
                machine.Stop(request.Do == "restart-stop");
                break;
            case "reload":
                machine.Reload();
                break;
            case "kill":
                machine.Kill(request.Signal, request.Whom);
                break;
        }
    }

    /// <summary>For a socket.</summary>
    public static void Do(this SocketKeeper socket, KeeperRequest request)
    {
        switch (request.Do)
        {
            case "busy":
                socket.Busy();
                break;
            case "idle":
                socket.Idle();
                break;
            case "refuse":
                socket.Fail("service-start-limit-hit");
                break;
            case "stop" or "restart-stop":
                socket.Stop();
                break;
        }
    }
}

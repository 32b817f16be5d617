module automovable

go 1.19
